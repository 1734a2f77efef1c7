using Bouncer.Constraints.Templates;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Store;

/// <summary>Reads templates, and keeps what was read for admission until it is applied: the same document comes a moment later, through
/// the watch. Thread-safe.</summary>
internal sealed class TemplateReadings(TemplateOptions options)
{
    // Requests that nobody grants afterwards must not fill the memory.
    private const int MaxCount = 32;

    private readonly Lock _lock = new();
    private readonly LinkedList<(RegoObject Content, TemplateReading Reading)> _kept = [];

    /// <summary>Reads a template and keeps the reading.</summary>
    public TemplateReading Read(RegoObject document)
    {
        var content = ContentOf(document);
        if (Find(content, take: false) is { } kept)
        {
            return In(kept, document);
        }

        var reading = ConstraintTemplate.Read(document, options);
        lock (_lock)
        {
            _kept.AddLast((content, reading));
            if (_kept.Count > MaxCount)
            {
                _kept.RemoveFirst();
            }
        }

        return reading;
    }

    /// <summary>Reads a template, or takes the reading that was kept.</summary>
    public TemplateReading Take(RegoObject document)
        => Find(ContentOf(document), take: true) is { } kept ? In(kept, document) : ConstraintTemplate.Read(document, options);

    private TemplateReading? Find(RegoObject content, bool take)
    {
        lock (_lock)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Content.Equals(content))
                {
                    if (take)
                    {
                        _kept.Remove(node);
                    }

                    return node.Value.Reading;
                }
            }

            return null;
        }
    }

    // The uid may have come with the admission or not; it does not matter to what was compiled.
    private static RegoObject ContentOf(RegoObject document) => DocumentContent.Of(document);

    private static TemplateReading In(TemplateReading reading, RegoObject document) => reading with { Template = reading.Template?.In(document) };
}
