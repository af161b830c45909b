provider "aws" {
  region = "eu-west-1"
}

locals {
  rotate = { orders = true, logs = "false" }
}

# Terraform converts the text "false".
resource "aws_kms_key" "each" {
  for_each            = local.rotate
  description         = "Data of ${each.key}"
  enable_key_rotation = each.value
}

resource "aws_kms_key" "invoices" {
  description = "Invoices at rest"
  # enable_key_rotation = true
}
