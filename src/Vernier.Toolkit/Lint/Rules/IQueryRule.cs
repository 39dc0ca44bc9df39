using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Looks for one kind of mistake in an expression. Thread-safe.</summary>
internal interface IQueryRule
{
    IEnumerable<Remark> Check(Query query);
}
