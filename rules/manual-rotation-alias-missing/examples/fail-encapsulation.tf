resource "aws_kms_key" "handshake" {
  customer_master_key_spec = "ML_KEM_768"
  key_usage                = "ENCAPSULATE_DECAPSULATE"
}
