resource "aws_kms_key" "orders" {
  description = "Orders of the shop, password=Tr0ub4dor3"
}
