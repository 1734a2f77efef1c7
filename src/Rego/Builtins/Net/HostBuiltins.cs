using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Net;

/// <summary>What needs a network. Operands are checked here; the answer is the host's, and an error where it gives none.</summary>
internal static class HostBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("http.send", Send),
        new("net.lookup_ip_addr", Lookup),
        new("external_data", ExternalData),
    ];

    private static RegoValue? Send(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        HttpRequest.Check(Operand.Object(operands, 0), 0);
        return Ask("http.send", context, operands);
    }

    private static RegoValue? Lookup(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        Operand.String(operands, 0);
        return Ask("net.lookup_ip_addr", context, operands);
    }

    // Gatekeeper's: {"provider": NAME, "keys": [KEY, …]}
    private static RegoValue? ExternalData(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var request = Operand.Object(operands, 0);
        if (!request.TryGet("provider", out var provider) || provider is not RegoString || !request.TryGet("keys", out var keys) || keys is not RegoArray)
        {
            throw Operand.Wrong(0, "must be an object with a provider and an array of keys");
        }

        return Ask("external_data", context, operands);
    }

    private static RegoValue? Ask(string name, BuiltinContext context, ReadOnlySpan<RegoValue> operands)
        => context.HostFunctions?.GetValueOrDefault(name) is { } function
            ? function(context, operands)
            : context.Fail("not provided here");
}
