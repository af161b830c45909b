resource "aws_kms_key" "invoices" {
  enable_key_rotation = true
  policy              = <<-POLICY
    {
      “Version”: "2012-10-17",
      "Statement": []
    }
  POLICY
}
