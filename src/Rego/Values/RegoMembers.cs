namespace Bouncer.Rego.Values;

/// <summary>The members of an object, made when somebody asks for them. Most objects are asked for few of theirs. Safe to be asked by
/// several threads: each time a member is made it is equal.</summary>
public abstract class RegoMembers
{
    /// <summary>How many members there may be. Of many all are made at the first lookup, which costs less than finding each.</summary>
    public abstract int MaxCount { get; }

    /// <summary>The value of a name; null if there is no such member.</summary>
    public abstract RegoValue? Find(RegoString name);

    /// <summary>The kind of a member's value; null if there is no such member.</summary>
    public virtual RegoKind? KindOf(RegoString name) => Find(name)?.Kind;

    /// <summary>Makes all members.</summary>
    public abstract void AddTo(RegoObject.Builder members);
}
