namespace Bouncer.Rego.Tests.Builtins.GraphQl;

public class GraphQlSchemaTests
{
    private const string Prefix = "eval_builtin_error: graphql.parse: Error in gqlparser SchemaDocument to Schema conversion: input:";

    [Theory]
    [InlineData("")]
    [InlineData(GraphQlCalls.Schema)]
    [InlineData("extend type Query {x: Int} extend scalar Int @specifiedBy(url: \"u\")")]
    [InlineData("directive @skip on FIELD")]
    [InlineData("type A implements I {x(a: Int, b: Int! = 1): A!} interface I {x(a: Int): I}")]
    [InlineData("schema {query: A} type A {x: Int @deprecated}")]
    public void GoodSchemas_AreValid(string schema) => Assert.Equal("boolean true", GraphQlCalls.Call("schema_is_valid", schema));

    [Theory]
    [InlineData("type A {x: B}", "1:12: Undefined type B.")]
    [InlineData("type Int {x: Int}", "1:6: Cannot redeclare type Int.")]
    [InlineData("extend type Int {x: Int}", "1:13: Cannot extend type Int because the base type is a SCALAR, not OBJECT.")]
    [InlineData("schema {query: A}", "1:9: Schema root query refers to a type A that does not exist.")]
    [InlineData("schema {query: A} schema {query: A} type A {x: Int}", "1:26: Cannot have multiple schema entry points, consider schema extensions instead.")]
    [InlineData("type __A {x: Int}", "1:6: Name \"__A\" must not begin with \"__\", which is reserved by GraphQL introspection.")]
    [InlineData("type A {x: Int x: Int}", "1:16: Field A.x can only be defined once.")]
    [InlineData("type A {x(a: A): Int}", "1:11: cannot use A as argument a because OBJECT is not a valid input type")]
    [InlineData("type A @skip(if: true) {x: Int}", "1:9: Directive skip is not applicable on OBJECT.")]
    [InlineData("type A @nope {x: Int}", "1:9: Undefined directive nope.")]
    [InlineData("directive @a(b: Int @a) on FIELD", "1:22: Directive a cannot refer to itself.")]
    [InlineData("directive @a on FIELD directive @a on FIELD", "1:34: Cannot redeclare directive a.")]
    [InlineData("union U = A | Int type A {x: Int}", "1:7: UNION type \"Int\" must be OBJECT.")]
    [InlineData("enum E {true}", "1:6: ENUM E: non-enum value true.")]
    [InlineData("enum E", "1:6: ENUM E: must define one or more unique enum values.")]
    [InlineData("input I {a: A} type A {x: Int}", "1:10: OBJECT a: field must be one of SCALAR, ENUM, INPUT_OBJECT.")]
    [InlineData("type A {a: I} input I {a: Int}", "1:9: OBJECT A: field must be one of SCALAR, OBJECT, INTERFACE, UNION, ENUM.")]
    [InlineData("type A implements I {y: Int} interface I {x: Int}", "1:6: For A to implement I it must have a field called x.")]
    [InlineData("type A implements I {x: Int} interface I {x: Int!}", "1:22: For A to implement I the field x must have type Int!.")]
    [InlineData("type A implements J {x: Int} interface I {x: Int} interface J implements I {x: Int}", "1:6: Type A must implement I because it is implemented by J.")]
    public void BadSchemas_AreToldWithThePlace(string schema, string mistake)
    {
        Assert.Equal("boolean false", GraphQlCalls.Call("schema_is_valid", schema));
        Assert.Equal(Prefix + mistake, GraphQlCalls.Call("parse", "{x}", schema));
    }

    [Fact]
    public void ExtendingWhatEverySchemaHas_DoesNotOutliveTheCall()
    {
        Assert.Equal("boolean true", GraphQlCalls.Call("is_valid", "{__schema {more}}", "type Query {x: Int} extend type __Schema {more: Int}"));
        Assert.Equal("boolean false", GraphQlCalls.Call("is_valid", "{__schema {more}}", "type Query {x: Int}"));
    }
}
