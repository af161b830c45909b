provider "aws" {
  region = "eu-west-1"
}

variable "key_spec" {
  type = string
}

resource "aws_kms_key" "orders" {
  description              = "Orders at rest"
  customer_master_key_spec = var.key_spec
  enable_key_rotation      = true
}
