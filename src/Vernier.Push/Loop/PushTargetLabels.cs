namespace Vernier.Push.Loop;

/// <summary>The label of <see cref="PushCatalog.Duration"/>.</summary>
/// <param name="Target">What is pushed to, e.g. <c>pushgateway</c>.</param>
public readonly record struct PushTargetLabels([property: Label(Description = "What is pushed to.")] string Target);
