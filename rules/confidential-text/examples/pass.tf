resource "aws_kms_key" "orders" {
  description = "Orders of ${var.shop}"
}

variable "shop" {
  type = string
}
