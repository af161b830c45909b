provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "orders" {
  description         = "Orders at rest"
  enable_key_rotation = true
}
