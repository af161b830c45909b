// Made by `npm run generate`; do not edit.
export const partitions = [
  { name: "aws", regions: /^(us|eu|ap|sa|ca|me|af|il|mx)\-\w+\-\d+$/ },
  { name: "aws-cn", regions: /^cn\-\w+\-\d+$/ },
  { name: "aws-eusc", regions: /^eusc\-(de)\-\w+\-\d+$/ },
  { name: "aws-iso", regions: /^us\-iso\-\w+\-\d+$/ },
  { name: "aws-iso-b", regions: /^us\-isob\-\w+\-\d+$/ },
  { name: "aws-iso-e", regions: /^eu\-isoe\-\w+\-\d+$/ },
  { name: "aws-iso-f", regions: /^us\-isof\-\w+\-\d+$/ },
  { name: "aws-us-gov", regions: /^us\-gov\-\w+\-\d+$/ },
];
