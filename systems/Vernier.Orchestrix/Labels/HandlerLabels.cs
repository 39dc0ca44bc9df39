namespace Vernier.Orchestrix.Labels;

/// <summary>The label of what is measured per handler.</summary>
internal readonly record struct HandlerLabels([property: Label(MaxValues = 500, Description = "The handler's name, by default that of its method.")] string Handler);
