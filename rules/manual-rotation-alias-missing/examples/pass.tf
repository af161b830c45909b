provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "signing" {
  description              = "Signs access tokens"
  customer_master_key_spec = "RSA_3072"
  key_usage                = "SIGN_VERIFY"
}

resource "aws_kms_alias" "signing" {
  name          = "alias/signing-current"
  target_key_id = aws_kms_key.signing.key_id
}
