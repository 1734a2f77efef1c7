using Bouncer.Constraints.Reviews;

namespace Bouncer.Constraints.Indexing;

/// <summary>The constraints that can match objects of one kind in one namespace.</summary>
internal sealed class CandidateSet
{
    private readonly Constraint[] _always; // those that nothing tells apart any further
    private readonly LabelIndex _byLabel;
    private readonly Constraint[] _selectingNamespaces;
    private readonly LabelIndex _byNamespaceLabel;

    public CandidateSet(Constraint[] constraints)
    {
        _byLabel = new LabelIndex(constraints, c => c.Match.LabelSelector);
        var others = constraints.Where(c => !LabelIndex.IsIndexed(c.Match.LabelSelector)).ToArray();
        _byNamespaceLabel = new LabelIndex(others, c => c.Match.NamespaceSelector);
        _selectingNamespaces = [.. others.Where(c => LabelIndex.IsIndexed(c.Match.NamespaceSelector))];
        _always = [.. others.Where(c => !LabelIndex.IsIndexed(c.Match.NamespaceSelector))];
    }

    /// <summary>Visits those that may match, each once.</summary>
    public void Visit(ReviewRequest request, Action<Constraint> visit)
    {
        VisitAll(_always, visit);
        _byLabel.Visit(request.AnyObject, request.OtherObject, visit);
        if (_selectingNamespaces.Length == 0)
        {
            return;
        }

        if (request.AnyObject.IsNamespace)
        {
            _byNamespaceLabel.Visit(request.AnyObject, request.OtherObject, visit);
        }
        else if (request.ReviewedNamespace is { } labelled)
        {
            _byNamespaceLabel.Visit(labelled, null, visit);
        }
        else
        {
            VisitAll(_selectingNamespaces, visit); // in no namespace, or in one whose labels are not known
        }
    }

    private static void VisitAll(Constraint[] constraints, Action<Constraint> visit)
    {
        foreach (var constraint in constraints)
        {
            visit(constraint);
        }
    }
}
