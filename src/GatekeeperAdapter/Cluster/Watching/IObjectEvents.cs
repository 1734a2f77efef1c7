using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Cluster.Watching;

/// <summary>Is told by a <see cref="Reflector"/> what happens to the objects of one kind, one after the other and in order.
/// What takes long belongs elsewhere: while it is told of one object it is not told of the next.</summary>
internal interface IObjectEvents
{
    /// <summary>An object is new, or has changed. The same state may be told again.</summary>
    void Changed(RegoObject document);

    /// <summary>An object is no more; its last known state.</summary>
    void Removed(RegoObject document);

    /// <summary>All objects that there were have been told. Told after every list, so more than once.</summary>
    void Listed();

    /// <summary>Roles do not permit to list or watch the objects. Told after each try, until <see cref="Listed"/>.</summary>
    void Forbidden()
    {
        // Most wait: what is known stays in force.
    }
}
