provider "aws" {
  region = "eu-west-1"
}

variable "rotate" {
  description = "Whether the key rotates"
  type        = bool
}

resource "aws_kms_key" "orders" {
  description         = "Orders at rest"
  enable_key_rotation = var.rotate
}
