resource "aws_kms_key" "orders" {
  description = "Orders of the shop"
}

resource "aws_kms_grant" "orders" {
  name              = "orders, password=Tr0ub4dor3"
  key_id            = aws_kms_key.orders.key_id
  grantee_principal = "arn:aws:iam::111122223333:role/ExampleRole"
  operations        = ["Decrypt"]
}
