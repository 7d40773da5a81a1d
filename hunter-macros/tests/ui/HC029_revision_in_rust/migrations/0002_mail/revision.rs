pub fn upgrade() {}
pub fn downgrade() {}
