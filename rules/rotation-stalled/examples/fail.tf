provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "archive" {
  description         = "Closed accounts"
  enable_key_rotation = true
  is_enabled          = false
}
