"""Makes keys at moto's server with boto3, and prints what boto3 is told of each: tags, grants and rotations.

moto-keys.py URL REGION COUNT; two keys each have version aliases of one stem.
"""

import json
import sys

import boto3

url, region, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
kms = boto3.client(
    "kms",
    endpoint_url=url,
    region_name=region,
    aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
    aws_secret_access_key="example",
)
role = "arn:aws:iam::123456789012:role/ExampleRole"


def make(index):
    tags = [{"TagKey": f"tag{n}", "TagValue": f"{index} {n}"} for n in range(index % 5)]
    key = kms.create_key(Description=f"key {index}", Tags=tags)["KeyMetadata"]["KeyId"]
    name = f"alias/app{index // 2}-v{index % 2 + 1}"
    kms.create_alias(AliasName=name, TargetKeyId=key)
    for n in range(index % 3):
        kms.create_grant(
            KeyId=key,
            GranteePrincipal=f"{role}{n}",
            Operations=["Decrypt", "GenerateDataKey"][: n + 1],
            Name=f"grant {index} {n}",
            Constraints={"EncryptionContextSubset": {"department": f"{index}"}},
        )
    for _ in range(index % 3):
        kms.rotate_key_on_demand(KeyId=key)
    return key


def ask(key):
    told = {
        "tags": kms.list_resource_tags(KeyId=key)["Tags"],
        "grants": kms.list_grants(KeyId=key)["Grants"],
        "rotations": kms.list_key_rotations(KeyId=key)["Rotations"],
    }
    return {"key": key, **told}


keys = [make(index) for index in range(count)]
json.dump([ask(key) for key in keys], sys.stdout, default=lambda time: time.timestamp())
