namespace Aspire.Hosting.ApplicationModel;

/// <summary>A named value that other resources are configured with.</summary>
public class ParameterResource : Resource, IValueProvider
{
    private readonly string _value;

    internal ParameterResource(string name, string value, bool secret)
        : base(name)
    {
        _value = value;
        Secret = secret;
    }

    /// <summary>Whether the value must not be shown.</summary>
    public bool Secret { get; }

    /// <inheritdoc />
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(_value);
}
