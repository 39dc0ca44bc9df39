namespace Vernier.Toolkit.Lint.Queries;

/// <summary>What an expression is for.</summary>
internal enum QueryUse
{
    Panel,
    Alert,
    Recording,
    Documented,
}
