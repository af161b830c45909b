resource "aws_kms_key" "orders" {
  description = uuid()
}
