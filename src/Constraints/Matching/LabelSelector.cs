using Bouncer.Constraints.Objects;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Matching;

/// <summary>A label selector of Kubernetes: all requirements have to hold. One without requirements selects everything.</summary>
internal sealed class LabelSelector(LabelRequirement[] requirements)
{
    /// <summary>A requirement without which nothing is selected: a label that has to have one of some values. Null if there is none.</summary>
    public LabelRequirement? Required { get; } = requirements.FirstOrDefault(r => r.IsPositive);

    /// <summary>Whether an object's labels are selected.</summary>
    public bool Matches(ReviewedObject @object)
    {
        foreach (var requirement in requirements)
        {
            if (!requirement.Holds(@object))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first requirement that an object does not meet, and what it has instead.</summary>
    public string WhyNot(ReviewedObject @object)
    {
        foreach (var requirement in requirements)
        {
            if (!requirement.Holds(@object))
            {
                return requirement.WhyNot(@object);
            }
        }

        return "";
    }
}

/// <summary>What a selector asks of one label.</summary>
internal enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

/// <summary>One requirement of a label selector.</summary>
internal sealed class LabelRequirement(string key, LabelOperator @operator, string[] values)
{
    /// <summary>The label's key, as a value of Rego: so looking it up allocates nothing.</summary>
    public RegoString Key { get; } = new(key);

    /// <summary>The values that <see cref="LabelOperator.In"/> and <see cref="LabelOperator.NotIn"/> are about.</summary>
    public string[] Values => values;

    /// <summary>Whether only a label with one of the values meets it.</summary>
    public bool IsPositive => @operator == LabelOperator.In;

    /// <summary>Whether an object's labels meet it. A label that is not there is in no list, and so NotIn holds.</summary>
    public bool Holds(ReviewedObject @object)
    {
        var value = @object.Label(Key);
        return @operator switch
        {
            LabelOperator.In => value is not null && values.Contains(value),
            LabelOperator.NotIn => value is null || !values.Contains(value),
            LabelOperator.Exists => value is not null,
            _ => value is null,
        };
    }

    /// <summary>What is asked for, and what the object has.</summary>
    public string WhyNot(ReviewedObject @object)
    {
        var value = @object.Label(Key);
        var has = value is null ? $"there is no label {Key}" : $"label {Key} is {new RegoString(value)}";
        return @operator switch
        {
            LabelOperator.In when values.Length == 1 => $"{has}, not {new RegoString(values[0])}",
            LabelOperator.In => $"{has}, not one of {Listing.Of(values)}",
            LabelOperator.NotIn => $"{has}, which is one of {Listing.Of(values)}",
            LabelOperator.Exists => has,
            _ => $"{has}, and there must be none",
        };
    }
}
