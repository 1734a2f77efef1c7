using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.JsonSchemas;

/// <summary>Something in a document that its schema does not allow.</summary>
/// <param name="Field">Where: <c>a.0.b</c>, or <c>(Root)</c>.</param>
/// <param name="Type">What kind of error.</param>
/// <param name="Description">A sentence.</param>
internal sealed record SchemaError(string Field, string Type, string Description)
{
    public RegoObject ToValue()
    {
        var value = new RegoObject.Builder();
        value.Set("error", new RegoString($"{Field}: {Description}"));
        value.Set("type", new RegoString(Type));
        value.Set("field", new RegoString(Field));
        value.Set("desc", new RegoString(Description));
        return value.Build();
    }
}
