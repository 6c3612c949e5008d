package rest
import ("testing";"bytes";"os")
func BenchmarkZZScan(b *testing.B){
 body,_:=os.ReadFile("/tmp/eigi.json")
 var s scanner
 b.SetBytes(int64(len(body)))
 for b.Loop(){ s.reset(bytes.NewReader(body)); if _,err:=s.value();err!=nil{b.Fatal(err)} }
}
