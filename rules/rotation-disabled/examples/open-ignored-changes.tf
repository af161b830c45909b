provider "aws" {
  region = "eu-west-1"
}

# Rotation may have been turned on or off by hand since.
resource "aws_kms_key" "orders" {
  description         = "Orders at rest"
  enable_key_rotation = false

  lifecycle {
    ignore_changes = [enable_key_rotation]
  }
}
