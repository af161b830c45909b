// The documented shapes of formats that publish no schema, as JSON Schemas in our own words.

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export const codeQuality = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        additionalProperties: false,
        properties: {
          path: { type: 'string', pattern: '^(?!/|\\./)[^]+$' },
          lines: {
            type: 'object',
            required: ['begin'],
            additionalProperties: false,
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
} as const;

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;
const date = { type: 'string', format: 'date-time' } as const;
const severity = {
  type: 'object',
  required: ['Label', 'Original'],
  properties: {
    Label: { enum: ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] },
    Original: text(64),
  },
} as const;

/** The required members of a finding of BatchImportFindings and their limits, by the AWS Security Hub API reference. */
export const securityFindings = {
  type: 'array',
  items: {
    type: 'object',
    required: [
      'SchemaVersion',
      'Id',
      'ProductArn',
      'GeneratorId',
      'AwsAccountId',
      'CreatedAt',
      'UpdatedAt',
      'Severity',
      'Title',
      'Description',
      'Resources',
    ],
    properties: {
      SchemaVersion: { const: '2018-10-08' },
      Id: text(512),
      ProductArn: {
        type: 'string',
        pattern: '^arn:aws[a-z-]*:securityhub:[a-z0-9-]{1,16}:(\\d{12}):product/\\1/default$',
      },
      GeneratorId: text(512),
      AwsAccountId: { type: 'string', pattern: '^\\d{12}$' },
      Types: {
        type: 'array',
        maxItems: 50,
        items: { type: 'string', pattern: '^[^/]+/[^/]+(?:/[^/]+)?$' },
      },
      CreatedAt: date,
      UpdatedAt: date,
      Severity: severity,
      Title: text(256),
      Description: text(1024),
      Remediation: {
        type: 'object',
        properties: {
          Recommendation: {
            type: 'object',
            properties: { Text: text(512), Url: { type: 'string', format: 'uri' } },
          },
        },
      },
      ProductFields: { type: 'object', maxProperties: 50, additionalProperties: text(2048) },
      Resources: {
        type: 'array',
        minItems: 1,
        maxItems: 32,
        items: {
          type: 'object',
          required: ['Type', 'Id'],
          properties: { Type: text(256), Id: text(512), Region: text(16) },
        },
      },
      Compliance: {
        type: 'object',
        properties: {
          Status: { enum: ['PASSED', 'WARNING', 'FAILED', 'NOT_AVAILABLE'] },
          RelatedRequirements: { type: 'array', maxItems: 32, items: text(64) },
        },
      },
      RecordState: { enum: ['ACTIVE', 'ARCHIVED'] },
      FindingProviderFields: { type: 'object', properties: { Severity: severity } },
    },
  },
} as const;
