provider "aws" {
  region = "eu-west-1"
}

resource "aws_cloudhsm_v2_cluster" "payments" {
  hsm_type   = "hsm2m.medium"
  mode       = "FIPS"
  subnet_ids = ["subnet-1111111111example", "subnet-2222222222example"]
}

variable "hsm_count" {
  type = number
}

resource "aws_cloudhsm_v2_hsm" "payments" {
  count      = var.hsm_count
  cluster_id = aws_cloudhsm_v2_cluster.payments.cluster_id
}
