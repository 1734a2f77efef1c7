using System.Collections;

namespace Bouncer.GatekeeperAdapter.Audit;

/// <summary>A log record with fields by Gatekeeper's names (its pkg/logging), which source-generated messages cannot have.</summary>
internal sealed class AuditEvent : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _message;
    private readonly KeyValuePair<string, object?>[] _fields;

    /// <summary>An event of the audit.</summary>
    /// <param name="type">Its <c>event_type</c>.</param>
    /// <param name="auditId">Its <c>audit_id</c>.</param>
    /// <param name="message">What it says.</param>
    /// <param name="fields">Further fields.</param>
    public AuditEvent(string type, string auditId, string message, params ReadOnlySpan<KeyValuePair<string, object?>> fields)
    {
        _message = message;
        _fields = [new("process", "audit"), new("event_type", type), new("audit_id", auditId), .. fields];
    }

    public int Count => _fields.Length;

    public KeyValuePair<string, object?> this[int index] => _fields[index];

    /// <summary>Writes the record.</summary>
    public void Write(ILogger log, LogLevel level, EventId id)
        => log.Log(level, id, this, null, static (e, _) => e._message);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => _message;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
