using System.Globalization;

namespace Bouncer.Rego.Limits;

/// <summary>How many members an array, object or set that an evaluation makes may have, and how many characters a text.</summary>
internal sealed class CollectionSizeLimit(int max)
{
    public static CollectionSizeLimit None { get; } = new(int.MaxValue);

    public int Max { get; } = max;

    /// <summary>Says that a collection would be larger.</summary>
    public void Exceeded()
        => throw new LimitExceededException(string.Create(CultureInfo.InvariantCulture, $"a collection has more than {Max} members"));

    /// <summary>Says that a text is longer.</summary>
    public void ExceededByText()
        => throw new LimitExceededException(string.Create(CultureInfo.InvariantCulture, $"a text has more than {Max} characters"));
}
