DROP TABLE mail ;
