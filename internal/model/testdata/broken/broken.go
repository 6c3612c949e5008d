package broken

const ModelVersion = 1

type Thing struct {
	ID   string `parlance:"runtme"`
	Name string `parlance:"since=x"`
	Late string `parlance:"since=2"`
}
