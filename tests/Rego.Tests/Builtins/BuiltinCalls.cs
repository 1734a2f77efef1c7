using Bouncer.Rego.Builtins;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Tests.Builtins;

/// <summary>Calls builtins with operands from JSON, in which <c>{"$set": […]}</c> is a set.</summary>
internal static class BuiltinCalls
{
    /// <summary>The type and the JSON of the result, the code and the text of the error, or "undefined".</summary>
    public static string Call(string name, string operands) => Call(new BuiltinContext(), name, operands);

    public static string Call(BuiltinContext context, string name, string operands)
    {
        try
        {
            var result = BuiltinTable.ByName[name].Implementation!(context, [.. ((RegoArray)Value(operands)).Select(Sets)]);
            var failure = context.TakeFailure();
            return result is not null ? $"{result.TypeName} {RegoJson.ToJson(RegoJson.Parse(RegoJson.ToUtf8(result)))}"
                : failure is null ? "undefined" : $"{failure.Code}: {name}: {failure.Detail}";
        }
        catch (BuiltinException wrong)
        {
            return $"{wrong.Code}: {name}: {wrong.Detail}";
        }
    }

    public static RegoValue Value(string json) => RegoJson.Parse(json);

    private static RegoValue Sets(RegoValue value) => value switch
    {
        RegoObject { Count: 1 } obj when obj.TryGet("$set", out var elements) => RegoSet.Create([.. ((RegoArray)elements).Select(Sets)]),
        RegoObject obj => RegoObject.Create([.. obj.Select(member => KeyValuePair.Create(member.Key, Sets(member.Value)))]),
        RegoArray array => RegoArray.Create([.. array.Select(Sets)]),
        _ => value,
    };
}
