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

resource "aws_iam_role" "app" {
  name               = "ExampleRole"
  assume_role_policy = "{}"
}

resource "aws_kms_grant" "app" {
  for_each = {
    v1 = aws_kms_key.app_v1.key_id
    v2 = aws_kms_key.app_v2.key_id
  }

  key_id            = each.value
  grantee_principal = aws_iam_role.app.arn
  operations        = ["Decrypt", "GenerateDataKey"]
}
