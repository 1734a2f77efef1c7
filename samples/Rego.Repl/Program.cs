using Bouncer.Rego;
using Bouncer.Rego.Json;
using Bouncer.Rego.Tracing;
using Bouncer.Rego.Values;

// Rego.Repl [--v0] [--input FILE.json] [--data FILE.json] [FILE.rego …]: reads queries, a line each, and evaluates them.
// `:explain QUERY` shows what was evaluated; `:quit` or the end of the input ends it.
var version = RegoVersion.V1;
RegoValue? input = null;
var data = RegoObject.Empty;
var modules = new List<RegoModule>();
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--v0":
            version = RegoVersion.V0;
            break;
        case "--input" when i + 1 < args.Length:
            input = RegoJson.Parse(File.ReadAllBytes(args[++i]));
            break;
        case "--data" when i + 1 < args.Length:
            data = (RegoObject)RegoJson.Parse(File.ReadAllBytes(args[++i]));
            break;
        default:
            modules.Add(new RegoModule(args[i], File.ReadAllText(args[i]), version));
            break;
    }
}

var compilation = RegoPolicy.Compile(modules, new RegoPolicyOptions { Data = data, EnablePrint = true });
if (compilation.Policy is not { } policy)
{
    foreach (var diagnostic in compilation.Diagnostics)
    {
        Console.Error.WriteLine(diagnostic.Render());
    }

    return 1;
}

var isForPeople = !Console.IsInputRedirected;
while (Ask() is { } line)
{
    if (line.Trim() is not { Length: > 0 } text)
    {
        continue;
    }

    if (text == ":quit")
    {
        break;
    }

    var explain = text.StartsWith(":explain ", StringComparison.Ordinal);
    Evaluate(explain ? text[":explain ".Length..] : text, explain ? new RegoTracer() : null);
}

return 0;

string? Ask()
{
    if (isForPeople)
    {
        Console.Write("> ");
    }

    return Console.ReadLine();
}

void Evaluate(string text, RegoTracer? tracer)
{
    var preparation = policy.Prepare(text, new RegoQueryOptions { Version = version });
    if (preparation.Query is not { } query)
    {
        foreach (var diagnostic in preparation.Diagnostics)
        {
            Console.WriteLine(diagnostic.Render());
        }

        return;
    }

    // Whatever somebody types, it ends.
    var outcome = query.Evaluate(new RegoEvaluationOptions
    {
        Input = input,
        Limits = new RegoLimits { Time = TimeSpan.FromSeconds(5), CollectionSize = 1_000_000 },
        Tracer = tracer,
        Print = Console.WriteLine,
    });
    if (outcome.Error is { } error)
    {
        Console.WriteLine(error);
    }
    else if (outcome.Results.Count == 0)
    {
        Console.WriteLine("undefined");
    }

    foreach (var result in outcome.Results)
    {
        var bindings = result.Bindings.Select(b => $"{b.Key} = {b.Value}").ToArray();
        Console.WriteLine(bindings.Length > 0 ? string.Join(", ", bindings) : string.Join(", ", result.Expressions));
    }

    if (tracer is not null)
    {
        Console.Write(tracer.Explain());
    }
}
