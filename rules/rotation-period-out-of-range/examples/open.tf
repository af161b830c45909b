provider "aws" {
  region = "eu-west-1"
}

variable "rotation_period" {
  type = number
}

resource "aws_kms_key" "orders" {
  description             = "Orders at rest"
  enable_key_rotation     = true
  rotation_period_in_days = var.rotation_period
}
