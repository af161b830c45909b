provider "aws" {
  region = "eu-west-1"
}

locals {
  months = 1
}

# The provider refuses 30 as well, but only once the expression is evaluated.
resource "aws_kms_key" "orders" {
  description             = "Orders at rest"
  enable_key_rotation     = true
  rotation_period_in_days = local.months * 30
}
