namespace Bouncer.Rego.Values;

/// <summary>The kinds of values, in OPA's order of values: a null is less than any boolean, and so on.</summary>
public enum RegoKind
{
    /// <summary>The null value.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A number of any size and precision.</summary>
    Number,

    /// <summary>Text.</summary>
    String,

    /// <summary>A sequence of values.</summary>
    Array,

    /// <summary>Values by keys; a key is any value.</summary>
    Object,

    /// <summary>Different values.</summary>
    Set,
}
