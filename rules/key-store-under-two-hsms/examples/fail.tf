provider "aws" {
  region = "eu-west-1"
}

resource "aws_cloudhsm_v2_cluster" "payments" {
  hsm_type   = "hsm2m.medium"
  mode       = "FIPS"
  subnet_ids = ["subnet-1111111111example", "subnet-2222222222example"]
}

resource "aws_cloudhsm_v2_hsm" "payments" {
  count      = 1
  cluster_id = aws_cloudhsm_v2_cluster.payments.cluster_id
  subnet_id  = "subnet-1111111111example"
}

resource "aws_kms_custom_key_store" "payments" {
  custom_key_store_name    = "payments"
  cloud_hsm_cluster_id     = aws_cloudhsm_v2_cluster.payments.cluster_id
  key_store_password       = var.key_store_password
  trust_anchor_certificate = var.trust_anchor_certificate
}

variable "key_store_password" {
  type      = string
  sensitive = true
}

variable "trust_anchor_certificate" {
  type = string
}
