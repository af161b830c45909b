provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "signing" {
  description              = "Signs access tokens"
  customer_master_key_spec = "RSA_3072"
  key_usage                = "SIGN_VERIFY"
}

resource "aws_kms_key" "orders" {
  description         = "Orders at rest"
  enable_key_rotation = true
}

# Targets another key.
resource "aws_kms_alias" "orders" {
  name          = "alias/orders"
  target_key_id = aws_kms_key.orders.key_id
}
