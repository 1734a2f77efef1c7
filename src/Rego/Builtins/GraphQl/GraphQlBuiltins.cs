using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>GraphQL: text to trees, and whether schemas and queries are valid.</summary>
internal static class GraphQlBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("graphql.is_valid", IsValid),
        new("graphql.parse", Parse),
        new("graphql.parse_and_verify", ParseAndVerify),
        new("graphql.parse_query", ParseQuery),
        new("graphql.parse_schema", ParseSchema),
        new("graphql.schema_is_valid", SchemaIsValid),
    ];

    private static RegoValue? ParseQuery(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        try
        {
            return TreeWriter.Of(GraphQlParser.Query(new(context), text));
        }
        catch (GraphQlException wrong)
        {
            return context.Fail(wrong.Message);
        }
    }

    private static RegoValue? ParseSchema(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var text = Operand.String(operands, 0);
        try
        {
            return TreeWriter.Of(GraphQlParser.Schema(new(context), text));
        }
        catch (GraphQlException wrong)
        {
            return context.Fail(wrong.Message);
        }
    }

    private static RegoValue? Parse(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        for (var i = 0; i < 2; i++)
        {
            // OPA counts these two from 0.
            if (operands[i] is not RegoString and not RegoObject)
            {
                return context.FailOperand(i - 1, operands[i], "string, object");
            }
        }

        try
        {
            var (query, schema) = Verify(context, operands[0], operands[1]);
            return RegoArray.Create(query, schema);
        }
        catch (GraphQlException wrong)
        {
            return context.Fail(wrong.Message);
        }
    }

    private static RegoValue ParseAndVerify(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        try
        {
            var (query, schema) = Verify(context, operands[0], operands[1]);
            return RegoArray.Create(RegoBoolean.True, query, schema);
        }
        catch (GraphQlException)
        {
            return RegoArray.Create(RegoBoolean.False, RegoObject.Empty, RegoObject.Empty);
        }
    }

    private static RegoValue IsValid(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        try
        {
            var work = new Work(context);
            var query = Query(work, operands[0]);
            QueryWalk.Check(work, Schema.Of(work, SchemaOf(work, operands[1])), query);
            return RegoBoolean.True;
        }
        catch (GraphQlException)
        {
            return RegoBoolean.False;
        }
    }

    private static RegoValue SchemaIsValid(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        try
        {
            var work = new Work(context);
            Schema.Of(work, SchemaOf(work, operands[0]));
            return RegoBoolean.True;
        }
        catch (GraphQlException)
        {
            return RegoBoolean.False;
        }
    }

    // The trees are written before they are checked: checking notes in them what it finds.
    private static (RegoObject Query, RegoObject Schema) Verify(BuiltinContext context, RegoValue query, RegoValue schema)
    {
        var work = new Work(context);
        var queryTree = Query(work, query);
        var schemaTree = SchemaOf(work, schema);
        var trees = (TreeWriter.Of(queryTree), TreeWriter.Of(schemaTree));
        QueryWalk.Check(work, Schema.Of(work, schemaTree), queryTree);
        return trees;
    }

    private static QueryDocument Query(Work work, RegoValue operand) => operand switch
    {
        RegoString text => GraphQlParser.Query(work, text.Value),
        RegoObject tree => new TreeReader(work).Query(tree),
        _ => throw new GraphQlException("a query must be a string or an object"),
    };

    private static SchemaDocument SchemaOf(Work work, RegoValue operand) => operand switch
    {
        RegoString text => GraphQlParser.Schema(work, text.Value),
        RegoObject tree => new TreeReader(work).Schema(tree),
        _ => throw new GraphQlException("a schema must be a string or an object"),
    };
}
