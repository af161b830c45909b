provider "aws" {
  region = "eu-west-1"
}

variable "environment" {
  type = string
}

resource "aws_kms_key" "signing" {
  description              = "Signs access tokens"
  customer_master_key_spec = "RSA_3072"
  key_usage                = "SIGN_VERIFY"
}

resource "aws_kms_key" "signing_v2" {
  description              = "Signs access tokens"
  customer_master_key_spec = "RSA_3072"
  key_usage                = "SIGN_VERIFY"
}

# One environment after the other moves to the new key.
resource "aws_kms_alias" "signing" {
  name          = "alias/signing-current"
  target_key_id = var.environment == "dev" ? aws_kms_key.signing_v2.id : aws_kms_key.signing.id
}
