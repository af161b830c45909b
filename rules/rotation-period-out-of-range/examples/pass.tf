provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "orders" {
  description             = "Orders at rest"
  enable_key_rotation     = true
  rotation_period_in_days = 90
}

resource "aws_kms_key" "logs" {
  description         = "Application logs"
  enable_key_rotation = true
}
