namespace Bouncer.Constraints.Suites;

/// <summary>
/// A suite of tests in the form of Gatekeeper's <c>gator verify</c> (<c>kind: Suite</c> of <c>test.gatekeeper.sh</c>). All paths in it
/// are relative to its own file.
/// </summary>
/// <param name="File">Its file, by the name under which it was found.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Name"><c>metadata.name</c>; empty if it has none.</param>
/// <param name="Tests">Its tests.</param>
/// <param name="Skip">Whether all of it is skipped.</param>
public sealed record Suite(string File, int Line, string Name, IReadOnlyList<SuiteTest> Tests, bool Skip);

/// <summary>A template with a constraint, and cases to try them on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Template">The template's file; empty if none is named.</param>
/// <param name="Constraint">The constraint's file; empty if none is named.</param>
/// <param name="Expansion">The file of ExpansionTemplates; empty if none is named.</param>
/// <param name="Cases">The cases.</param>
/// <param name="Invalid">Whether the constraint is to be refused for the template's schema.</param>
/// <param name="Skip">Whether it is skipped.</param>
public sealed record SuiteTest(
    string Name,
    string Template,
    string Constraint,
    string Expansion,
    IReadOnlyList<SuiteCase> Cases,
    bool Invalid,
    bool Skip);

/// <summary>An object with what is to come of reviewing it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Object">The file of the one object, or of an AdmissionReview; empty if none is named.</param>
/// <param name="Inventory">The files of the objects that the template sees as <c>data.inventory</c>.</param>
/// <param name="Assertions">What is to come of it.</param>
/// <param name="Skip">Whether it is skipped.</param>
public sealed record SuiteCase(
    string Name,
    string Object,
    IReadOnlyList<string> Inventory,
    IReadOnlyList<SuiteAssertion> Assertions,
    bool Skip);
