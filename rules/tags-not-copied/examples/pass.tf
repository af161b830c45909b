provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { team = "payments" }
  }
}

resource "aws_kms_key" "signing_v1" {
  customer_master_key_spec = "RSA_3072"
  key_usage                = "SIGN_VERIFY"
  tags                     = { team = "payments", Name = "signing 1" }
}

resource "aws_kms_key" "signing_v2" {
  customer_master_key_spec = "RSA_3072"
  key_usage                = "SIGN_VERIFY"
  tags                     = { Name = "signing 2" }
}

resource "aws_kms_alias" "current" {
  name          = "alias/signing-current"
  target_key_id = aws_kms_key.signing_v2.key_id
}

resource "aws_kms_alias" "v1" {
  name          = "alias/signing-v1"
  target_key_id = aws_kms_key.signing_v1.key_id
}

resource "aws_kms_alias" "v2" {
  name          = "alias/signing-v2"
  target_key_id = aws_kms_key.signing_v2.key_id
}
