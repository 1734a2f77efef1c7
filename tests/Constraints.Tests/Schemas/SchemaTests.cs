using Bouncer.Constraints.Templates;
using Bouncer.Constraints.Tests.Building;
using Bouncer.Rego.Json;

namespace Bouncer.Constraints.Tests.Schemas;

public class SchemaTests
{
    private const string Root = "spec.crd.spec.validation.openAPIV3Schema";

    [Theory]
    [InlineData("{}", "type: Required value: must not be empty for specified object fields")]
    [InlineData("{type: list}", "type: Unsupported value: \"list\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"")]
    [InlineData("{type: object, properties: {a: {}}}", "properties[a].type: Required value: must not be empty for specified object fields")]
    [InlineData("{type: array}", "items: Required value: must be specified")]
    [InlineData("{type: array, items: {}}", "items.type: Required value: must not be empty for specified array items")]
    [InlineData("{type: object, $ref: a}", "$ref: Forbidden: must be empty to be structural")]
    [InlineData("{type: object, properties: {}, additionalProperties: true}", "additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive")]
    [InlineData("{type: object, anyOf: [{type: object}], properties: {}}", "anyOf[0].type: Forbidden: must be empty to be structural")]
    [InlineData("{type: object, not: {type: object}}", "not.type: Forbidden: must be empty to be structural")]
    [InlineData("{type: object, oneOf: [{properties: {a: {type: string}}}]}", "oneOf[0].properties[a].type: Forbidden: must be empty to be structural")]
    [InlineData("{type: object, properties: {a: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}}}", null)]
    [InlineData("{type: object, properties: {a: {x-kubernetes-int-or-string: true, allOf: [{anyOf: [{type: integer}, {type: string}]}, {pattern: a}]}}}", null)]
    [InlineData("{type: object, properties: {a: {x-kubernetes-int-or-string: true, anyOf: [{type: string}, {type: integer}]}}}", "properties[a].anyOf[0].type: Forbidden: must be empty to be structural\n" + Root + ".properties[a].anyOf[1].type: Forbidden: must be empty to be structural")]
    [InlineData("{type: object, properties: {a: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string, pattern: b}]}}}", "properties[a].anyOf[0].type: Forbidden: must be empty to be structural\n" + Root + ".properties[a].anyOf[1].type: Forbidden: must be empty to be structural")]
    [InlineData("{type: object, properties: {a: {x-kubernetes-int-or-string: true, allOf: [{pattern: a}, {anyOf: [{type: integer}, {type: string}]}]}}}", "properties[a].allOf[1].anyOf[0].type: Forbidden: must be empty to be structural\n" + Root + ".properties[a].allOf[1].anyOf[1].type: Forbidden: must be empty to be structural")]
    [InlineData("{type: object, anyOf: [{description: a}]}", "anyOf[0].description: Forbidden: must be empty to be structural")]
    [InlineData("{type: object, properties: {a: {type: string, pattern: '('}}}", "properties[a].pattern: Invalid value: \"(\": must be a valid regular expression, but isn't: error parsing regexp: missing closing ): `(`")]
    [InlineData("{type: object, properties: {a: {type: string, default: 1}}}", "properties[a].default: Invalid value: \"number\": " + Root + ".properties[a].default in body must be of type string: \"number\"")]
    public void TemplateWhoseSchemaIsNotStructural_IsRefused(string schema, string? expected)
        => Assert.Equal(
            expected is null ? "" : $"{Root}.{expected}",
            Yaml.ProblemsOfTemplate(Yaml.WithSchema($"{{openAPIV3Schema: {schema}}}")));

    [Fact]
    public void LegacySchema_TakesEverything()
    {
        var template = Yaml.Template(Yaml.WithSchema("{openAPIV3Schema: {properties: {a: {type: array}, b: {type: string}}}}", "v1beta1"));

        Assert.Equal(
            """{"properties":{"a":{"items":{"x-kubernetes-preserve-unknown-fields":true},"type":"array"},"b":{"type":"string"}},"x-kubernetes-preserve-unknown-fields":true}""",
            RegoJson.ToJson(template.Schema.Parameters!));
        Assert.Equal("", ProblemsOf(template, "{c: 1}"));
        Assert.Equal("spec.parameters.b: Invalid value: \"number\": spec.parameters.b in body must be of type string: \"number\"", ProblemsOf(template, "{b: 1}"));
    }

    [Theory]
    [InlineData("{type: string}", "1", "Invalid value: \"number\": spec.parameters.a in body must be of type string: \"number\"")]
    [InlineData("{type: integer}", "1.5", "Invalid value: \"number\": spec.parameters.a in body must be of type integer: \"number\"")]
    [InlineData("{type: string, enum: [x, 'y']}", "z", "Unsupported value: \"z\": supported values: \"x\", \"y\"")]
    [InlineData("{type: string, pattern: '^a+$'}", "b", "Invalid value: \"b\": spec.parameters.a in body should match '^a+$'")]
    [InlineData("{type: string, minLength: 2}", "b", "Invalid value: \"b\": spec.parameters.a in body should be at least 2 chars long")]
    [InlineData("{type: string, maxLength: 2}", "bbb", "Too long: may not be more than 2 characters")]
    [InlineData("{type: integer, minimum: 2}", "1", "Invalid value: 1: spec.parameters.a in body should be greater than or equal to 2")]
    [InlineData("{type: integer, maximum: 2, exclusiveMaximum: true}", "2", "Invalid value: 2: spec.parameters.a in body should be less than 2")]
    [InlineData("{type: integer, multipleOf: 3}", "4", "Invalid value: 4: spec.parameters.a in body should be a multiple of 3")]
    [InlineData("{type: array, minItems: 1, items: {type: string}}", "[]", "Invalid value: 0: spec.parameters.a in body should have at least 1 items")]
    [InlineData("{type: array, maxItems: 1, items: {type: string}}", "[x, z]", "Too many: 2: must have at most 1 items")]
    [InlineData("{x-kubernetes-int-or-string: true}", "[]", "Invalid value: \"array\": spec.parameters.a in body must be of type integer or string: \"array\"")]
    [InlineData("{x-kubernetes-preserve-unknown-fields: true, anyOf: [{type: integer}, {type: string}]}", "[]", "Invalid value: []: spec.parameters.a in body must validate at least one schema (anyOf)")]
    [InlineData("{type: integer, not: {minimum: 3}}", "4", "Invalid value: 4: spec.parameters.a in body must not validate the schema (not)")]
    public void ParameterThatDoesNotFit_IsToldAsAnApiServerTellsIt(string schema, string value, string expected)
        => Assert.Equal("spec.parameters.a: " + expected, ProblemsOf(Of($"{{type: object, properties: {{a: {schema}}}}}"), $"{{a: {value}}}"));

    [Theory]
    [InlineData("{x-kubernetes-int-or-string: true}", "80")]
    [InlineData("{x-kubernetes-int-or-string: true}", "http")]
    [InlineData("{type: string, nullable: true}", "null")]
    [InlineData("{type: string}", "null")] // is left out
    [InlineData("{type: object, additionalProperties: {type: string}}", "{b: c}")]
    [InlineData("{type: number}", "1.5")]
    public void ParameterThatFits_IsTaken(string schema, string value)
        => Assert.Equal("", ProblemsOf(Of($"{{type: object, properties: {{a: {schema}}}}}"), $"{{a: {value}}}"));

    [Theory]
    [InlineData("{type: string, format: ipv4}", "format is checked by API servers alone: here any text is taken for \"ipv4\"")]
    [InlineData("{type: string, format: date-time}", "format is checked by API servers alone: here any text is taken for \"date-time\"")]
    [InlineData("{type: string, anyOf: [{format: ipv4}]}", "anyOf[0].format is checked by API servers alone: here any text is taken for \"ipv4\"")]
    [InlineData("{type: string, x-kubernetes-validations: [{rule: self > 'a'}]}", "x-kubernetes-validations is checked by API servers alone, since Kubernetes 1.25: here its rules are not evaluated")]
    [InlineData("{type: integer, format: int32}", null)] // checked by nobody
    [InlineData("{type: string, format: somehow}", null)]
    public void WhatOnlyApiServersCheck_IsWarnedOf(string schema, string? warning)
    {
        var reading = ConstraintTemplate.Read(Yaml.Document(Yaml.WithSchema($"{{openAPIV3Schema: {{type: object, properties: {{a: {schema}}}}}}}")));

        Assert.Empty(reading.Problems);
        Assert.Equal(warning is null ? null : $"{Root}.properties[a].{warning}", reading.Warnings.SingleOrDefault());
    }

    [Fact]
    public void RequiredParameter_IsAskedFor()
        => Assert.Equal("spec.parameters.a: Required value", ProblemsOf(Of("{type: object, required: [a], properties: {a: {type: string}}}"), "{}"));

    [Fact]
    public void UnknownParameter_IsRefused()
        => Assert.Equal(
            "spec.parameters.repo: unknown fields: [spec.parameters.repo]: did you mean repos?",
            ProblemsOf(Of("{type: object, properties: {repos: {type: string}}}"), "{repo: a}"));

    [Fact]
    public void Defaults_AreApplied()
    {
        var template = Of("{type: object, properties: {a: {type: string, default: x}, b: {type: object, properties: {c: {type: integer, default: 1}}}}}");

        var reading = Constraint.Read(Yaml.Document(Yaml.Constraint("{parameters: {b: {}}}", "Test")), template);

        Assert.Equal("""{"a":"x","b":{"c":1}}""", RegoJson.ToJson(reading.Constraint!.Parameters));
    }

    private static ConstraintTemplate Of(string schema) => Yaml.Template(Yaml.WithSchema($"{{openAPIV3Schema: {schema}}}"));

    private static string ProblemsOf(ConstraintTemplate template, string parameters)
        => string.Join('\n', Constraint.Read(Yaml.Document(Yaml.Constraint($"{{parameters: {parameters}}}", "Test")), template).Problems);
}
