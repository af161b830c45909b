provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "orders" {
  description             = "Orders at rest"
  enable_key_rotation     = true
  rotation_period_in_days = 180
}

# Cannot rotate automatically: rotation must stay off.
resource "aws_kms_key" "signing" {
  description              = "Signs access tokens"
  customer_master_key_spec = "ECC_NIST_P256"
  key_usage                = "SIGN_VERIFY"
  enable_key_rotation      = false
}
