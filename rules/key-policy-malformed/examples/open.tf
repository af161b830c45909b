variable "policy" {
  type = string
}

resource "aws_kms_key" "invoices" {
  enable_key_rotation = true
  policy              = var.policy
}
