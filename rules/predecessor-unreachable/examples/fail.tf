resource "aws_kms_key" "signing_v1" {
  customer_master_key_spec = "RSA_3072"
  key_usage                = "SIGN_VERIFY"
}

resource "aws_kms_key" "signing_v2" {
  customer_master_key_spec = "RSA_3072"
  key_usage                = "SIGN_VERIFY"
  tags = {
    "kmslint:predecessor" = "aws_kms_key.signing_v1"
  }
}

resource "aws_kms_alias" "current" {
  name          = "alias/signing-current"
  target_key_id = aws_kms_key.signing_v2.key_id
}
