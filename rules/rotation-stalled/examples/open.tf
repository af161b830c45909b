provider "aws" {
  region = "eu-west-1"
}

variable "enabled" {
  type = bool
}

resource "aws_kms_key" "archive" {
  description         = "Closed accounts"
  enable_key_rotation = true
  is_enabled          = var.enabled
}
