using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tests.Builtins.GraphQl;

/// <summary>Calls the graphql builtins with texts.</summary>
internal static class GraphQlCalls
{
    public const string Schema = """
        type Query { x: Int, name: String, list: [Dog!], u: Pet, find(first: Int!, kind: Kind, by: Filter, limit: Int! = 1): Dog, self: Query }
        type Mutation { set: Int }
        type Subscription { s: Int, t: Int }
        interface Named { name: String }
        type Dog implements Named { name: String, barks: Boolean!, d: Dog }
        type Cat implements Named { name: String, lives: Int }
        union Pet = Dog | Cat
        enum Kind { BIG SMALL }
        input Filter { id: ID!, tags: [String] }
        directive @once on FIELD
        """;

    public static string Call(string name, params string[] texts)
        => BuiltinCalls.Call("graphql." + name, $"[{string.Join(", ", texts.Select(text => RegoJson.ToJson(new RegoString(text))))}]");

    /// <summary>What is wrong with a query of <see cref="Schema"/>: messages and places, or "valid".</summary>
    public static string Check(string query)
    {
        var answer = Call("parse", query, Schema);
        Assert.Equal(answer.StartsWith("array", StringComparison.Ordinal) ? "boolean true" : "boolean false", Call("is_valid", query, Schema));
        return answer.StartsWith("array", StringComparison.Ordinal) ? "valid" : answer["eval_builtin_error: graphql.parse: ".Length..];
    }
}
