resource "aws_kms_key" "app_v1" {
  enable_key_rotation = true
}

resource "aws_kms_key" "app_v2" {
  enable_key_rotation = true
}

resource "aws_kms_alias" "v1" {
  name          = "alias/app-v1"
  target_key_id = aws_kms_key.app_v1.key_id
}

resource "aws_kms_alias" "v2" {
  name          = "alias/app-v2"
  target_key_id = aws_kms_key.app_v2.key_id
}

resource "aws_kms_grant" "app_v2" {
  key_id            = aws_kms_key.app_v2.key_id
  grantee_principal = "arn:aws:iam::111122223333:role/ExampleRole"
  operations        = ["Decrypt"]
}
