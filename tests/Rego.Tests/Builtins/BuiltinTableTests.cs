using Bouncer.Rego.Builtins;

namespace Bouncer.Rego.Tests.Builtins;

public class BuiltinTableTests
{
    [Fact]
    public void EverySignature_ReadsAndPrintsTheSame()
    {
        foreach (var declaration in BuiltinDeclarations.Families.SelectMany(family => family.Declarations))
        {
            var signature = BuiltinTable.ByName[declaration.Name].Signature;
            var printed = $"{string.Join(", ", [.. signature.Arguments, .. signature.Variadic is null ? Array.Empty<string>() : [$"{signature.Variadic}..."]])} =>{(signature.Result is null ? "" : $" {signature.Result}")}";
            Assert.Equal(declaration.Signature, printed);
        }
    }

    [Fact]
    public void NoBuiltin_IsMissing() => Assert.DoesNotContain(BuiltinTable.ByName.Values, entry => entry.IsMissing);

    [Theory]
    [InlineData("+", "plus")]
    [InlineData("==", "equal")]
    [InlineData("|", "or")]
    public void Operators_StandForBuiltins(string infix, string name) => Assert.Equal(name, BuiltinTable.ByInfix[infix].Name);

    [Fact]
    public void NetworkBuiltins_AskTheHost()
    {
        Assert.Equal("eval_builtin_error: net.lookup_ip_addr: not provided here", BuiltinCalls.Call("net.lookup_ip_addr", "[\"localhost\"]"));
        var context = new BuiltinContext
        {
            HostFunctions = new Dictionary<string, BuiltinFunction> { ["net.lookup_ip_addr"] = (_, operands) => operands[0] },
        };
        Assert.Equal("string \"localhost\"", BuiltinCalls.Call(context, "net.lookup_ip_addr", "[\"localhost\"]"));
    }

    [Fact]
    public void RandomValues_StayTheSameInOneEvaluation()
    {
        var context = new BuiltinContext();
        Assert.Equal(BuiltinCalls.Call(context, "uuid.rfc4122", "[\"k\"]"), BuiltinCalls.Call(context, "uuid.rfc4122", "[\"k\"]"));
        Assert.Equal(BuiltinCalls.Call(context, "rand.intn", "[\"k\", 1000000000]"), BuiltinCalls.Call(context, "rand.intn", "[\"k\", 1000000000]"));
        Assert.NotEqual(BuiltinCalls.Call(context, "uuid.rfc4122", "[\"k\"]"), BuiltinCalls.Call(context, "uuid.rfc4122", "[\"l\"]"));
    }

    [Theory]
    [InlineData("numbers.range", "[1, 1000000000000]")]
    [InlineData("plus", "[1e999999999, 1]")]
    [InlineData("mul", "[1e-999999999, 3]")]
    [InlineData("numbers.range", "[1, 1e999999999]")]
    [InlineData("format_int", "[1e999999999, 16]")]
    [InlineData("round", "[-1e999999999]")]
    [InlineData("rem", "[1e999999999, 7]")]
    [InlineData("bits.lsh", "[1, 1000000000000]")]
    [InlineData("net.cidr_expand", "[\"10.0.0.0/1\"]")]
    [InlineData("sprintf", "[\"%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d\", [1,1,1,1,1,1,1,1,1,1,1]]")]
    public void ResultsOfNoEnd_AreRefused(string name, string operands)
        => Assert.Throws<ResultTooLargeException>(() => BuiltinCalls.Call(name, operands));
}
